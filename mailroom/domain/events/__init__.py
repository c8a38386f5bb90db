"""What mail providers tell: taken in as it comes, then acted on, once each and in any order."""
