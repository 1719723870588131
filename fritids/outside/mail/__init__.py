"""Mail over SMTP: the message as it travels, the connection, and what a server's answers mean."""
