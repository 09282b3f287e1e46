"""Every sentence the bot says: values in, Markdown out. What is said, and to whom, is decided elsewhere."""
