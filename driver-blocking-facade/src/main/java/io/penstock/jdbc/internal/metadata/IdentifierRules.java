package io.penstock.jdbc.internal.metadata;

import java.sql.DatabaseMetaData;

/** How names are written and kept, and which functions the escapes {@code {fn …}} know. */
interface IdentifierRules extends DatabaseMetaData {

    // ---- names

    @Override
    default String getExtraNameCharacters() {
        return "";
    }

    @Override
    default String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    default String getSearchStringEscape() {
        return "\\";
    }

    @Override
    default boolean storesLowerCaseIdentifiers() {
        return true;
    }

    @Override
    default boolean storesLowerCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    default boolean storesMixedCaseIdentifiers() {
        return false;
    }

    @Override
    default boolean storesMixedCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    default boolean storesUpperCaseIdentifiers() {
        return false;
    }

    @Override
    default boolean storesUpperCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    default boolean supportsMixedCaseIdentifiers() {
        return false;
    }

    @Override
    default boolean supportsMixedCaseQuotedIdentifiers() {
        return true;
    }

    // ---- what SQL calls things

    @Override
    default String getCatalogSeparator() {
        return ".";
    }

    @Override
    default String getCatalogTerm() {
        return "database";
    }

    @Override
    default String getProcedureTerm() {
        return "function";
    }

    @Override
    default String getSchemaTerm() {
        return "schema";
    }

    @Override
    default boolean isCatalogAtStart() {
        return true;
    }

    // ---- where a name may have its schema or its database in front of it

    @Override
    default boolean supportsCatalogsInDataManipulation() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInIndexDefinitions() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInPrivilegeDefinitions() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInProcedureCalls() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInTableDefinitions() {
        return false;
    }

    @Override
    default boolean supportsSchemasInDataManipulation() {
        return true;
    }

    @Override
    default boolean supportsSchemasInIndexDefinitions() {
        return true;
    }

    @Override
    default boolean supportsSchemasInPrivilegeDefinitions() {
        return true;
    }

    @Override
    default boolean supportsSchemasInProcedureCalls() {
        return true;
    }

    @Override
    default boolean supportsSchemasInTableDefinitions() {
        return true;
    }

    // ---- functions

    @Override
    default String getNumericFunctions() {
        return "abs,acos,asin,atan,atan2,ceiling,cos,cot,degrees,exp,floor,log,log10,mod,pi,power,radians,round,sign,sin,sqrt,tan,truncate";
    }

    @Override
    default String getStringFunctions() {
        return "ascii,char,concat,lcase,left,length,ltrim,repeat,rtrim,space,substring,ucase,replace";
    }

    @Override
    default String getSystemFunctions() {
        return "database,ifnull,user";
    }

    @Override
    default String getTimeDateFunctions() {
        return "curdate,curtime,dayname,dayofmonth,dayofweek,dayofyear,hour,minute,month,monthname,now,quarter,second,week,year,timestampadd";
    }
}
