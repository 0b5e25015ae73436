"""The site: what is out, as pages that stay."""
