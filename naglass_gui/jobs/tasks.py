"""What children do for the window and the command line."""
