"""Drawing on paper, whatever stands on it: pages of a PDF, and letters that its fonts have."""
