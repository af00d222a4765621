"""Plain Python that every room may use: money, periods, deadlines, working days, Norwegian numbers."""
