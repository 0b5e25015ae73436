"""An edition: what is asked for, checked, planned, walked and written down."""
