"""What a person or an agency sets, and the data that ship with us; data/ holds those."""
