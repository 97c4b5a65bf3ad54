"""What engines emit: certificates as frozen data."""
