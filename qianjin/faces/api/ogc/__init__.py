"""OGC API Features: the parcel book, read only, for QGIS and every other GIS.

OGC 17-069r4 (Part 1: Core, with GeoJSON) and OGC 18-058r1 (Part 2: Coordinate Reference
Systems by Reference).
"""
