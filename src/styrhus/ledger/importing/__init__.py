"""Reading accounts out of files. Plain Python: no database, no Django."""
