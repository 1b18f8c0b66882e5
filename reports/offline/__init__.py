"""The quarter's report as a workbook that is filled without a connection and handed in again (domain §3)."""
