"""Text messages over HTTP: 46elks, and any other service whose form the configuration describes."""
