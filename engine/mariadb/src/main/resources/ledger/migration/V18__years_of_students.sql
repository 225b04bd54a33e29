-- A table of people that was made before it had years gets them. raised_for is the last year for which the grade of a student
-- rose, or the student graduated; graduated says which, until the grade is another one.
SET @ledger_change = (SELECT IF(COUNT(*) > 0, 'DO 0',
    'ALTER TABLE persons ADD COLUMN raised_for INT, ADD COLUMN graduated TINYINT NOT NULL DEFAULT 0')
  FROM information_schema.columns
  WHERE table_schema = DATABASE() AND table_name = 'persons' AND column_name = 'raised_for');
PREPARE ledger_change FROM @ledger_change;
EXECUTE ledger_change;
DEALLOCATE PREPARE ledger_change;
