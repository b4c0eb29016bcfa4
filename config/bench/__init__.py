"""What `manage.py bench` measures. Only ratios within one run mean anything: machines differ, and so do their days."""
