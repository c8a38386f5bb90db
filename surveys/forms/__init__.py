"""What people write about campaigns and surveys, checked."""
