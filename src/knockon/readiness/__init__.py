"""Whether a board is ready: for now, its log of requests for assurance and what became of them."""
