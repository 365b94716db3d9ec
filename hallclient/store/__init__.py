"""Engine, unit of work, column types, sequences and schema; knows no room."""
