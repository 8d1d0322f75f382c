// placeholder until the cards stand
