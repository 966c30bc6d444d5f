"""How a brand looks: colours, style sheets, texts and files."""
