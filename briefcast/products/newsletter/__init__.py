"""The newsletter: what was approved in a week, as a mail and as a page of its archive."""
