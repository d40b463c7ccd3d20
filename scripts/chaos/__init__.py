"""What `chaos_service.py` and `chaos_audit.py` share: servers, disks and clocks that can be hurt, on this machine and on loopback alone."""
