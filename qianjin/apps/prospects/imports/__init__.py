"""导入 Tables of contacts: which column is what, what each row says, what of it is taken over."""
