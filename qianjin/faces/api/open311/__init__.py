"""Open311 GeoReport v2: the park's desk as other cities' programs know how to speak to it.

Services are the types of requests, a service definition asks for the sub-type, a request is a
request. Addresses, fields, formats and errors are those of the published specification
(wiki.open311.org/GeoReport_v2); ``api_key`` is an access token. Nothing is public: what an
enterprise confides is read by those alone who may read it on the pages.
"""
