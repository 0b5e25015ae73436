"""Speech: engines that speak a sentence, the words they speak, and the time of each word."""
