"""Command-line programs that set up, check and measure the project; nothing in webapp may import them."""
