"""接口 What machines ask and tell; described by OpenAPI at /api/v1/docs."""
