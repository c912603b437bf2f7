"""Files of any format become documents: pages, PDF, DOCX, mails, feeds, archives of JSON lines, plain text."""
