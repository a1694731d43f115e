"""The pages: plain HTML that works without JavaScript, and the same answers as JSON."""
