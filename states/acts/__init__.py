"""What people do beside moving one case: in bulk, on request, for another, once at the start."""
