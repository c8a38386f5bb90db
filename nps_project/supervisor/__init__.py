"""`manage.py run`: web, worker, beat and, where none is configured, a broker, watched by one parent."""
