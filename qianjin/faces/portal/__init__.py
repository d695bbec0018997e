"""企业端（前进潮） The pages of enterprise staff, made for a phone held in one hand."""
