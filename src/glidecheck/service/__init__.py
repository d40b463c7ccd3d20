"""The HTTP service: webhooks of the chat platforms, the API, the phone page, and the worker behind them.

Nothing is imported here; `glidecheck.service.run` starts it, `glidecheck.service.app` builds it.
"""
