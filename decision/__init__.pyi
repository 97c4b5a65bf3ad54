from decision.errors import CertificateError as CertificateError
