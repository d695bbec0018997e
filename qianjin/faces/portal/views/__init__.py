"""The views of 前进潮, by what people come for."""
