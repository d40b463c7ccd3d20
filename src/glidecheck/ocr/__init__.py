"""OCR engines behind one Protocol (`glidecheck.model.Engine`)."""
