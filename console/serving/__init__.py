"""What `shidian up` needs besides the pages: one at a time, ports, a sweep by the clock, words."""
