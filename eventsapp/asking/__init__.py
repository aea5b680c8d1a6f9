"""How questions are asked on public pages: fields, files, what is taken out of texts."""
