"""How gunicorn serves the two apps: values only. Addresses and numbers come from the units."""

workers = 2
threads = 8
worker_class = "gthread"
timeout = 30
graceful_timeout = 20
keepalive = 5
# A worker is replaced now and then; never all at the same moment.
max_requests = 20_000
max_requests_jitter = 2_000
# nginx writes the access log, without query strings; what people search for stays out of logs.
accesslog = None
errorlog = "-"
forwarded_allow_ips = "127.0.0.1"
limit_request_line = 2048
limit_request_fields = 50
