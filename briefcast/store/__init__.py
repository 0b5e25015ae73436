"""The content store: whatever was made once from the same inputs is not made again."""
