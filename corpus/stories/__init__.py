"""The stories that come with the package: one text file each, front matter first."""
