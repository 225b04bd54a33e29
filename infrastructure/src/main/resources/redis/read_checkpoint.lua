return checkpoint()
