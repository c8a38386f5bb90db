"""The web server's settings; the address to listen on comes from the command line."""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
graceful_timeout = 10
loglevel = "warning"
# It would lie in the home folder, where two servers of one person would fight for it.
control_socket_disable = True
# Heartbeats in memory: on a slow disk a healthy worker would look dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108  # gunicorn's own advice
