"""What is handed to somebody: a ZIP for the press, a picture, a script to speak from, a link to an edition."""
