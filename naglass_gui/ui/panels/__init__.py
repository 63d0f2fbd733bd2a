"""Small widgets that show one thing and ask for one thing."""
