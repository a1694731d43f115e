"""What an operator touches: the command line, the pages, the exports."""
