"""A brand's appearance: colours, style sheets, texts and files."""
