"""Many stories searched at once: one interface, kept in files of its own or by a Milvus server."""
