"""Where pages come from: folders, files, archives, records, streams."""
