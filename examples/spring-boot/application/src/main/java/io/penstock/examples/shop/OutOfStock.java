package io.penstock.examples.shop;

/** There is none of it any more; whatever else was in the order is not sold either. */
final class OutOfStock extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutOfStock(String product) {
        super("no " + product + " is left");
    }
}
