"""How things look: brand, colours, fonts, symbols, and drawing with Typst."""
