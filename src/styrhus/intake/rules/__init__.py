"""Rules of the room, as pure functions on plain data: no database, no Django."""
