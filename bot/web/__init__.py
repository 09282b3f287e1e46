"""What the process answers over HTTP: webhooks, health, metrics. Not its work: to read a payload, or act on one."""
