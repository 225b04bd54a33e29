return checkpoint_of_generation()
